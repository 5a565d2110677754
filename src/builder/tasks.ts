/** The task table of this thread, for a build without worker threads. */
import { featuresTask } from './features-task.ts';
import { hashTask } from './hash-task.ts';
import type { TaskTable } from './pool.ts';
import { tileTask } from './write/buildings/tile-task.ts';
import { componentTileTask } from './write/components/tile-task.ts';
import { attributesTask } from './write/features/attributes.ts';
import { componentAttributesTask } from './write/features/component-attributes.ts';
import { idShardTask, nameShardTask } from './write/features/search-index.ts';
import { roadTileTask } from './write/roads/road-tile-task.ts';

export const TASKS: TaskTable = {
  features: featuresTask,
  hash: hashTask,
  tile: tileTask,
  attributes: attributesTask,
  componentTile: componentTileTask,
  componentAttributes: componentAttributesTask,
  roadTile: roadTileTask,
  idShard: idShardTask,
  nameShard: nameShardTask,
};
