import { fieldOf, type ListNode, type Node, textOf } from './node.ts';
import { PatchError } from './outcome.ts';
import { setElement } from './set-element.ts';

/** What `$patch` in a mapping, or in an element of a list, says of what the object has there. */
export type Directive = 'merge' | 'replace' | 'delete';

const KEY = '$patch';
const DIRECTIVES: readonly string[] = ['merge', 'replace', 'delete'] satisfies Directive[];

/**
 * Reads the directive of a patch and removes it.
 *
 * Source: sigs.k8s.io/kustomize/kyaml yaml/merge2/smpdirective.go
 *
 * @throws PatchError when it is none of the three
 */
export function takeDirective(patch: Node | undefined): Directive {
  if (patch?.type === 'list') return takeFromList(patch);
  const value = fieldOf(patch, KEY);
  if (patch?.type !== 'map' || value === undefined) return 'merge';
  const directive = toDirective(value);
  patch.fields.delete(KEY);
  return directive;
}

/** An element counts that has nothing but the directive. */
function takeFromList(patch: ListNode): Directive {
  const element = patch.items.find((item) => fieldOf(item, KEY) !== undefined);
  const value = fieldOf(element, KEY);
  if (element?.type !== 'map' || value === undefined || element.fields.size > 1) return 'merge';
  const directive = toDirective(value);
  setElement(patch, undefined, [KEY], [directive]);
  return directive;
}

function toDirective(value: Node): Directive {
  const text = textOf(value);
  if (!DIRECTIVES.includes(text)) throw new PatchError(`unknown patch strategy '${text}'`);
  return text as Directive;
}
