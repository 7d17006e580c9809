import type { Location } from './report.ts';

/** Something of a target that could not be rendered or read. */
export interface Failure {
  readonly rule: 'render' | 'parse';
  /** For people; without control characters of a renderer's making. */
  readonly message: string;
  readonly location?: Location;
}
