/** Small, medium, large. */
export const TREE_SIZES = ['small', 'medium', 'large'] as const;
export type TreeSize = (typeof TREE_SIZES)[number];

/** Heights of the small, the medium and the large tree of each kind, m. */
export const TREE_HEIGHTS = {
  plane: [5.5, 9.5, 15],
  camphor: [5, 8, 13],
  ginkgo: [5.5, 9.5, 16],
  cherry: [3.2, 5, 7],
  willow: [4.5, 7.5, 11],
  pine: [4, 8, 15],
  palm: [4, 7.5, 12],
  cypress: [3.5, 7, 13],
  broadleaf: [4.5, 7.5, 12],
} as const;

export type TreeKind = keyof typeof TREE_HEIGHTS;
