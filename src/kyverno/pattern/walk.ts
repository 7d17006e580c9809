import { isRecord } from '../../model/manifest.ts';
import { type NumberType, typeName } from '../values/go-text.ts';
import {
  type CompiledPattern,
  type Entry,
  type ListPattern,
  type MapPattern,
  reorderFields,
  type ScalarPattern,
} from './compile.ts';
import * as failures from './failure.ts';
import { type Failure, isSkip } from './failure.ts';
import { expandKeys, labelsOf } from './metadata-keys.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** One comparison of a resource with a pattern, element by element. */
export class Walk {
  private readonly numbers: NumberType;
  /** Keys and positions from the root to where the walk is. */
  private readonly steps: (string | number)[] = [];
  /** Anchored keys that were met, as written, and whether any mapping there had them. */
  private expected: Map<string, boolean> | undefined;
  /** Patterns of labels and annotations that stand for others since a mapping was met whose keys they have. */
  private expanded: Map<MapPattern, MapPattern> | undefined;

  constructor(numbers: NumberType) {
    this.numbers = numbers;
  }

  /** Whether an anchored key was met that no mapping had, wherever it stood. */
  get misses(): boolean {
    return this.expected !== undefined && [...this.expected.values()].includes(false);
  }

  /** @returns nothing when the resource matches */
  match(resource: unknown, pattern: CompiledPattern): Failure | undefined {
    if (pattern.type === 'scalar') return this.matchScalar(resource, pattern);
    if (pattern.type === 'list') {
      return Array.isArray(resource) ? this.matchList(resource, pattern) : failures.noList(this.path());
    }
    if (!isRecord(resource)) return failures.otherStructure(this.path(), resource);
    return this.matchMap(resource, this.expanded?.get(pattern) ?? pattern);
  }

  /** Of a list every element has to match. */
  private matchScalar(resource: unknown, { test, value }: ScalarPattern): Failure | undefined {
    const matches = Array.isArray(resource) ? resource.every(test) : test(resource);
    return matches ? undefined : failures.otherValue(this.path(), resource, value, this.numbers);
  }

  private matchMap(resource: Mapping, pattern: MapPattern): Failure | undefined {
    for (const { raw, key } of pattern.expected) this.expect(raw, Object.hasOwn(resource, key));
    if (pattern.expandable.length > 0) this.expandMetadata(resource, pattern);
    const fields = this.expanded === undefined ? pattern.fields : reorderFields(pattern, this.expanded);
    const failure = pattern.anchors.length === 0 ? undefined : this.matchAnchors(resource, pattern.anchors);
    if (failure !== undefined) return failure;
    for (const entry of fields) {
      const failure = this.matchField(resource, entry);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  /**
   * Wildcards in keys of labels and annotations become keys of the object. As in Kyverno they stay so: of a list, the
   * first element that has labels decides for those after it.
   */
  private expandMetadata(resource: Mapping, pattern: MapPattern): void {
    this.expanded ??= new Map();
    for (const { pattern: original, field } of pattern.expandable) {
      const present = labelsOf(ownValue(resource, 'metadata'), field);
      if (present === undefined) continue;
      this.expanded.set(original, expandKeys(this.expanded.get(original) ?? original, present));
    }
  }

  private expect(raw: string, isThere: boolean): void {
    this.expected ??= new Map();
    this.expected.set(raw, isThere || this.expected.get(raw) === true);
  }

  /**
   * A condition of this mapping that does not hold makes it skipped, and other failures after it do not count. What was
   * skipped further down makes it skipped if nothing else applied.
   */
  private matchAnchors(resource: Mapping, anchors: readonly Entry[]): Failure | undefined {
    const skips: Failure[] = [];
    let applied = 0;
    let isConditional = false;
    for (const entry of anchors) {
      const failure = this.matchAnchor(resource, entry);
      if (failure === undefined) applied++;
      else if (isSkip(failure)) {
        skips.push(failure);
        isConditional ||= failure.kind === 'condition';
      } else if (!isConditional) return failure;
    }
    const isSkipped = isConditional || (skips.length > 0 && applied === 0);
    return isSkipped ? failures.skipped(this.path(), skips) : undefined;
  }

  private matchAnchor(resource: Mapping, entry: Entry): Failure | undefined {
    const isThere = Object.hasOwn(resource, entry.key);
    switch (entry.anchor) {
      case 'negation':
        return isThere ? failures.forbidden(this.path(entry.key)) : undefined;
      case 'equality':
        return isThere ? this.matchBelow(entry.key, resource[entry.key], entry.value) : undefined;
      case 'existence':
        return isThere ? this.matchExistence(entry.key, resource[entry.key], entry.value) : undefined;
      default: {
        if (!isThere) return failures.missingCondition(this.path(entry.key));
        const failure = this.matchBelow(entry.key, resource[entry.key], entry.value);
        return failure && failures.failedCondition('conditional', failure);
      }
    }
  }

  private matchField(resource: Mapping, { key, anchor, value }: Entry): Failure | undefined {
    if (anchor === 'global') {
      const failure = Object.hasOwn(resource, key) ? this.matchBelow(key, resource[key], value) : undefined;
      return failure && failures.failedCondition('global', failure);
    }
    const found = ownValue(resource, key);
    if (value.type === 'scalar' && value.value === '*') {
      return found === null || found === undefined ? failures.notFound(this.path(), key) : undefined;
    }
    return this.matchBelow(key, found, value);
  }

  private matchBelow(step: string | number, resource: unknown, pattern: CompiledPattern): Failure | undefined {
    this.steps.push(step);
    const failure = this.match(resource, pattern);
    this.steps.pop();
    return failure;
  }

  /** Every mapping of the pattern has to match some element. */
  private matchExistence(key: string, resource: unknown, pattern: CompiledPattern): Failure | undefined {
    const path = this.path(key);
    if (!Array.isArray(resource)) {
      const hint = 'Existence ^ () anchor can be used only on list/array type resource';
      return failures.badExistence(path, 'resource', typeName(resource, 'float64'), hint);
    }
    if (pattern.type !== 'list') {
      const hint = 'Pattern has to be of list to compare against resource';
      return failures.badExistence(path, 'pattern', this.typeOf(pattern), hint);
    }
    for (const item of pattern.items) {
      if (item.type !== 'map') {
        const hint = 'Pattern has to be of type map to compare against items in resource';
        return failures.badExistence(path, 'pattern', this.typeOf(pattern), hint);
      }
      if (!this.isMatchedBySome(key, resource, item)) return failures.noneExists(path);
    }
    return undefined;
  }

  private isMatchedBySome(key: string, resource: readonly unknown[], pattern: MapPattern): boolean {
    this.steps.push(key);
    const isMatched = resource.some((element, index) => this.matchBelow(index, element, pattern) === undefined);
    this.steps.pop();
    return isMatched;
  }

  private typeOf(pattern: CompiledPattern): string {
    if (pattern.type === 'scalar') return typeName(pattern.value, this.numbers);
    return typeName(pattern.type === 'list' ? [] : {}, this.numbers);
  }

  /** Of a list of mappings or scalars the first says what every element has to be; lists are compared by position. */
  private matchList(resource: readonly unknown[], { items }: ListPattern): Failure | undefined {
    const [first] = items;
    if (first === undefined) return failures.emptyList(this.path());
    if (first.type === 'scalar') return this.matchScalar(resource, first);
    if (first.type === 'map') return this.matchElements(resource, () => first, resource.length);
    if (resource.length < items.length) return failures.shortList(resource.length, items.length);
    return this.matchElements(resource, (index) => items[index] ?? first, items.length);
  }

  /** Elements that are skipped do not count, unless all are. */
  private matchElements(
    resource: readonly unknown[],
    patternAt: (index: number) => CompiledPattern,
    count: number,
  ): Failure | undefined {
    const skips: Failure[] = [];
    for (let index = 0; index < count; index++) {
      const failure = this.matchBelow(index, resource[index], patternAt(index));
      if (failure === undefined) continue;
      if (!isSkip(failure)) return failure;
      skips.push(failure);
    }
    return skips.length > 0 && skips.length === count ? failures.skipped(this.path(), skips) : undefined;
  }

  private path(key?: string): string {
    const steps = key === undefined ? this.steps : [...this.steps, key];
    return steps.length === 0 ? '/' : `/${steps.join('/')}/`;
  }
}

function ownValue(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}
