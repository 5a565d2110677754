declare module '@here/quantized-mesh-decoder' {
  export interface QuantizedMeshHeader {
    centerX: number;
    centerY: number;
    centerZ: number;
    minHeight: number;
    maxHeight: number;
    boundingSphereCenterX: number;
    boundingSphereCenterY: number;
    boundingSphereCenterZ: number;
    boundingSphereRadius: number;
    horizonOcclusionPointX: number;
    horizonOcclusionPointY: number;
    horizonOcclusionPointZ: number;
  }
  export interface QuantizedMesh {
    header: QuantizedMeshHeader;
    /** u of all vertices, then v, then height. */
    vertexData: Uint16Array;
    triangleIndices: Uint16Array | Uint32Array;
    westIndices: Uint16Array | Uint32Array;
    southIndices: Uint16Array | Uint32Array;
    eastIndices: Uint16Array | Uint32Array;
    northIndices: Uint16Array | Uint32Array;
    extensions: { vertexNormals?: Uint8Array };
  }
  /** Decodes in place: index arrays are views of the buffer. */
  export default function decode(data: ArrayBuffer): QuantizedMesh;
}
