import { type CelType, DYN, isSameType, type ParameterType, typeArguments, withArguments } from './cel-type.ts';

/** What type parameters stand for, as far as it is known. Changed only when everything that was asked for fits. */
export class Substitutions {
  #known: Map<string, CelType> = new Map();
  #next = 0;

  /** A parameter that nothing else is called by. */
  fresh(): ParameterType {
    this.#next += 1;
    return { kind: 'parameter', name: `_var${this.#next}` };
  }

  /** Whether a value of the second type may stand where the first is wanted, each with each. */
  assign(wanted: readonly CelType[], given: readonly CelType[]): boolean {
    const attempt = new Map(this.#known);
    const fits =
      wanted.length === given.length && wanted.every((type, index) => isAssignable(attempt, type, given[index] ?? DYN));
    if (fits) this.#known = attempt;
    return fits;
  }

  /** The type with everything in it that is known. What is not is a parameter still. */
  resolve(type: CelType): CelType {
    if (type.kind !== 'parameter') return withArguments(type, (inner) => this.resolve(inner));
    const known = this.#known.get(type.name);
    return known === undefined ? type : this.resolve(known);
  }

  /** The type with everything in it that is known, and `dyn` for the rest. */
  conclude(type: CelType): CelType {
    const known = this.resolve(type);
    return known.kind === 'parameter' ? DYN : withArguments(known, (inner) => this.conclude(inner));
  }
}

/** Kinds that take `null`. */
const NULLABLE: ReadonlySet<CelType['kind']> = new Set([
  'named',
  'object',
  'optional',
  'duration',
  'timestamp',
  'null',
]);

/** Source: cel-go checker/types.go, of which this keeps the order of the questions. */
function isAssignable(known: Map<string, CelType>, a: CelType, b: CelType): boolean {
  if (b.kind === 'parameter') {
    const outcome = substitute(known, a, b);
    if (outcome !== 'unbound') return outcome;
  }
  if (a.kind === 'parameter') return substitute(known, b, a) === true;
  if (a.kind === 'dyn' || b.kind === 'dyn') return true;
  if (a.kind === 'null') return NULLABLE.has(b.kind);
  if (b.kind === 'null') return NULLABLE.has(a.kind);
  if (a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  if ('name' in a) return 'name' in b && a.name === b.name;
  const inner = typeArguments(b);
  return typeArguments(a).every((type, index) => isAssignable(known, type, inner[index] ?? DYN));
}

/** Lets a parameter stand for a type. `unbound` when it stands for nothing yet and cannot stand for this. */
function substitute(known: Map<string, CelType>, type: CelType, parameter: ParameterType): boolean | 'unbound' {
  if (isSameType(type, parameter)) return true;
  const bound = known.get(parameter.name);
  if (bound === undefined) {
    if (occursIn(known, parameter, type)) return 'unbound';
    known.set(parameter.name, type);
    return true;
  }
  if (isSameType(type, bound)) return true;
  if (!isAssignable(known, type, bound)) return false;
  const general = mostGeneral(type, bound);
  if (!occursIn(known, parameter, general)) known.set(parameter.name, general);
  return true;
}

function occursIn(known: Map<string, CelType>, parameter: ParameterType, type: CelType): boolean {
  if (type.kind !== 'parameter') return typeArguments(type).some((inner) => occursIn(known, parameter, inner));
  if (type.name === parameter.name) return true;
  const bound = known.get(type.name);
  return bound !== undefined && occursIn(known, parameter, bound);
}

/** The one of two types, which fit each other, that says less. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return isAsGeneral(a, b) ? a : b;
}

function isAsGeneral(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || a.kind === 'parameter') return true;
  if (b.kind === 'dyn' || b.kind === 'parameter' || a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  const inner = typeArguments(a);
  if (inner.length === 0) return isSameType(a, b);
  const other = typeArguments(b);
  return inner.every((type, index) => isAsGeneral(type, other[index] ?? DYN));
}
