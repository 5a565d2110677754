import { Cartesian2, Cesium3DTileFeature, type Scene } from 'cesium';

/** Gives the gid of what is drawn at a place of the canvas (CSS px from its upper left), or 0. */
export function pickGid(scene: Scene, x: number, y: number): number {
  const picked: unknown = scene.pick(new Cartesian2(x, y), 3, 3);
  if (!(picked instanceof Cesium3DTileFeature)) return 0;
  const gid: unknown = picked.getProperty('gid');
  return typeof gid === 'number' ? gid : 0;
}
