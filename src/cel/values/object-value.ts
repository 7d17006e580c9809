import type { ObjectType } from '../typing/cel-type.ts';

/** An object with a declared type: `Object.spec{…}` of a mutation. */
export class ObjectValue {
  readonly type: ObjectType;
  readonly fields: ReadonlyMap<string, unknown>;

  constructor(type: ObjectType, fields: ReadonlyMap<string, unknown>) {
    this.type = type;
    this.fields = fields;
  }
}
