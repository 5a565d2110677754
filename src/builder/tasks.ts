/** The task table of this thread, for a build without worker threads. */
import { featuresTask } from './features-task.ts';
import { hashTask } from './hash-task.ts';
import type { TaskTable } from './pool.ts';
import { tileTask } from './write/buildings/tile-task.ts';
import { attributesTask } from './write/features/attributes.ts';
import { idShardTask, nameShardTask } from './write/features/search-index.ts';

export const TASKS: TaskTable = {
  features: featuresTask,
  hash: hashTask,
  tile: tileTask,
  attributes: attributesTask,
  idShard: idShardTask,
  nameShard: nameShardTask,
};
