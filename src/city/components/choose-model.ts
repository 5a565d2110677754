import type { Component } from '../component.ts';
import type { ModelName } from './model-mesh.ts';

/** Chooses the model of a component by class and attributes; every class has one. */
export function chooseModel(classKey: string, attributes: Component['attributes']): ModelName {
  return classKey.endsWith('0118') && attributes.arms === 2 ? 'lamp-road-double' : 'lamp-road';
}
