/** The worker thread: every heavy task of the builder under its name. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { transferList } from '#city/building-store.ts';
import { componentTransferList } from '#city/packed-components.ts';
import { type FeaturesInput, type FeaturesResult, featuresTask } from './features-task.ts';

export { hashTask as hash } from './hash-task.ts';
export { tileTask as tile } from './write/buildings/tile-task.ts';
export { componentTileTask as componentTile } from './write/components/tile-task.ts';
export { attributesTask as attributes } from './write/features/attributes.ts';
export { componentAttributesTask as componentAttributes } from './write/features/component-attributes.ts';
export { idShardTask as idShard, nameShardTask as nameShard } from './write/features/search-index.ts';
export { roadTileTask as roadTile } from './write/roads/road-tile-task.ts';

/** The features task, its typed arrays handed over instead of copied. */
export function features(input: FeaturesInput): FeaturesResult {
  const value = featuresTask(input);
  return move({
    get [transferableSymbol]() {
      return [...transferList(value.packed), ...componentTransferList(value.components)];
    },
    get [valueSymbol]() {
      return value;
    },
  } as never) as unknown as FeaturesResult;
}
