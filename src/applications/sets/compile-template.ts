import { setField } from './fields.ts';

/** A value with texts to render in it, taken apart once and put together for many sets of parameters. */
export interface CompiledTemplate {
  /** Texts with tags, each with the path where it stands first. */
  readonly texts: ReadonlyMap<string, string>;
  /** @param spend is told how many values are copied */
  build(rendered: ReadonlyMap<string, string>, spend: (values: number) => void): unknown;
}

type Build = CompiledTemplate['build'];
/** What has no tags is the same for all parameters and is shared. */
type Part = { readonly constant: unknown } | { readonly build: Build };

/**
 * Finds every text in a value, keys of mappings too. Fields of mappings that are null are dropped, as Argo CD's copy does.
 *
 * Source: argo-cd applicationset/utils/utils.go, deeplyReplaceWithFilter
 */
export function compileTemplate(value: unknown, path: string): CompiledTemplate {
  const texts = new Map<string, string>();
  const part = compile(value, path, texts);
  return { texts, build: (rendered, spend) => take(part, rendered, spend) };
}

function compile(value: unknown, path: string, texts: Map<string, string>): Part {
  if (typeof value === 'string') return compileText(value, path, texts);
  if (Array.isArray(value)) return compileList(value, path, texts);
  return typeof value === 'object' && value !== null ? compileMapping(value, path, texts) : { constant: value };
}

function compileText(text: string, path: string, texts: Map<string, string>): Part {
  if (!text.includes('{{')) return { constant: text };
  if (!texts.has(text)) texts.set(text, path);
  return { build: (rendered) => rendered.get(text) };
}

function compileList(list: readonly unknown[], path: string, texts: Map<string, string>): Part {
  const parts = list.map((item, index) => compile(item, `${path}[${index}]`, texts));
  const build: Build = (rendered, spend) => {
    spend(parts.length);
    return parts.map((part) => take(part, rendered, spend));
  };
  return parts.every(isConstant) ? { constant: build(new Map(), () => {}) } : { build };
}

function compileMapping(mapping: object, path: string, texts: Map<string, string>): Part {
  const pairs = Object.entries(mapping).flatMap(([key, item]): [Part, Part][] => {
    const place = path === '' ? key : `${path}.${key}`;
    return item === null ? [] : [[compileText(key, place, texts), compile(item, place, texts)]];
  });
  const build: Build = (rendered, spend) => {
    spend(pairs.length);
    const result: Record<string, unknown> = {};
    for (const [key, item] of pairs) setField(result, String(take(key, rendered, spend)), take(item, rendered, spend));
    return result;
  };
  return pairs.flat().every(isConstant) ? { constant: build(new Map(), () => {}) } : { build };
}

function isConstant(part: Part): boolean {
  return 'constant' in part;
}

function take(part: Part, rendered: ReadonlyMap<string, string>, spend: (values: number) => void): unknown {
  return 'constant' in part ? part.constant : part.build(rendered, spend);
}
