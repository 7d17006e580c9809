import { sortByKeys } from '../functions/lists.ts';
import type { LoopMacro } from '../syntax/expression.ts';
import { CelError } from '../types.ts';
import { CelMap, find, isMap, keysOf } from '../values/map-value.ts';
import { typeNameOf } from '../values/type-of.ts';
import { outcomeOf } from './branches.ts';
import type { Evaluate, Frame } from './frame.ts';

export interface Loop {
  readonly macro: LoopMacro;
  readonly range: Evaluate;
  /** Of the first variable; the second, if there is one, has the next. */
  readonly slot: number;
  readonly hasTwoVariables: boolean;
  /** Steps that a round costs. */
  readonly cost: number;
  readonly filter: Evaluate | undefined;
  readonly body: Evaluate;
}

/** Says whether to go on. */
type Step = (frame: Frame) => boolean;

export function compileLoop(loop: Loop): Evaluate {
  switch (loop.macro) {
    case 'all':
      return compileQuantifier(loop, false);
    case 'exists':
      return compileQuantifier(loop, true);
    case 'existsOne':
      return compileExistsOne(loop);
    case 'filter':
      return compileFilter(loop);
    case 'map':
      return compileMap(loop);
    case 'transformMap':
    case 'transformMapEntry':
      return compileTransform(loop);
    case 'sortBy':
      return compileSort(loop);
  }
}

/** One element that decides is enough, also when others fail. */
function compileQuantifier(loop: Loop, decisive: boolean): Evaluate {
  return (frame) => {
    let failure: CelError | undefined;
    let isDecided = false;
    forEach(loop, frame, () => {
      const outcome = outcomeOf(loop.body, frame);
      isDecided = outcome === decisive;
      if (typeof outcome !== 'boolean') failure ??= outcome;
      return !isDecided;
    });
    if (isDecided) return decisive;
    if (failure !== undefined) throw failure;
    return !decisive;
  };
}

function compileExistsOne(loop: Loop): Evaluate {
  return (frame) => {
    let count = 0;
    forEach(loop, frame, () => {
      if (test(loop.body, frame)) count += 1;
      return true;
    });
    return count === 1;
  };
}

function compileFilter(loop: Loop): Evaluate {
  return (frame) => {
    const found: unknown[] = [];
    forEach(loop, frame, () => {
      if (test(loop.body, frame)) found.push(frame.locals[loop.slot]);
      return true;
    });
    return found;
  };
}

function compileMap(loop: Loop): Evaluate {
  return (frame) => {
    const made: unknown[] = [];
    forEach(loop, frame, (inner) => {
      if (passes(loop, inner)) made.push(loop.body(inner));
      return true;
    });
    return made;
  };
}

function compileTransform(loop: Loop): Evaluate {
  const addTo = loop.macro === 'transformMap' ? addValue : addEntries;
  return (frame) => {
    const made = new CelMap();
    forEach(loop, frame, (inner) => {
      if (passes(loop, inner)) addTo(made, loop, inner);
      return true;
    });
    return made;
  };
}

function addValue(made: CelMap, loop: Loop, frame: Frame): void {
  const key = frame.locals[loop.slot];
  made.add(key, loop.body(frame));
}

function addEntries(made: CelMap, loop: Loop, frame: Frame): void {
  const entries = loop.body(frame);
  if (!isMap(entries)) throw new CelError('no such overload');
  for (const key of keysOf(entries)) {
    frame.budget.spend(1);
    made.add(key, find(entries, key));
  }
}

function compileSort(loop: Loop): Evaluate {
  const keys = compileMap({ ...loop, macro: 'map' });
  return (frame) => {
    const list = loop.range(frame);
    if (!Array.isArray(list)) throw new CelError('no such overload');
    return sortByKeys(frame.budget, list, keys(frame) as unknown[]);
  };
}

function passes(loop: Loop, frame: Frame): boolean {
  return loop.filter === undefined || test(loop.filter, frame);
}

function test(condition: Evaluate, frame: Frame): boolean {
  const value = condition(frame);
  if (typeof value !== 'boolean') throw new CelError('no such overload');
  return value;
}

function forEach(loop: Loop, frame: Frame, step: Step): void {
  const range = loop.range(frame);
  if (Array.isArray(range)) forEachElement(range, loop, frame, step);
  else if (isMap(range)) forEachKey(range, loop, frame, step);
  else throw new CelError(`got '${typeNameOf(range)}', expected iterable type`);
}

function forEachElement(list: readonly unknown[], loop: Loop, frame: Frame, step: Step): void {
  const { locals, budget } = frame;
  const { slot, hasTwoVariables, cost } = loop;
  for (let index = 0; index < list.length; index++) {
    budget.spend(cost);
    if (hasTwoVariables) {
      locals[slot] = index;
      locals[slot + 1] = list[index];
    } else locals[slot] = list[index];
    if (!step(frame)) return;
  }
}

function forEachKey(map: Parameters<typeof keysOf>[0], loop: Loop, frame: Frame, step: Step): void {
  const { locals, budget } = frame;
  const keys = keysOf(map);
  budget.spend(keys.length >> 3);
  for (const key of keys) {
    budget.spend(loop.cost);
    locals[loop.slot] = key;
    if (loop.hasTwoVariables) locals[loop.slot + 1] = find(map, key);
    if (!step(frame)) return;
  }
}
