import { setFlagsFromString } from 'node:v8';

/** With fewer targets the heap stays small by itself, and collecting it takes longer than it is worth. */
const MANY_TARGETS = 2_000;

/** Has the heap of a large run collected when a third more than is in use was added, not as much again: renderers run beside it. */
export function boundHeap(targets: number): void {
  if (targets >= MANY_TARGETS) setFlagsFromString('--heap-growing-percent=30');
}
