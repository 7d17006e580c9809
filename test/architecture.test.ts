import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = new URL('../src/', import.meta.url).pathname;

/** Room → rooms it may import. A file directly in src counts as a room of its own name. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: [],
  pss: ['model'],
  config: ['model', 'pss'],
  parse: ['model'],
  discover: ['model', 'parse'],
  admission: ['model', 'pss', 'parse'],
  namespaces: ['model', 'pss', 'admission', 'config', 'parse'],
  applications: ['model', 'parse', 'discover'],
  judge: ['model', 'pss', 'admission', 'namespaces', 'kyverno'],
  cel: ['model'],
  kyverno: ['model', 'pss', 'admission', 'parse', 'cel'],
  report: ['model', 'parse'],
  decide: ['model'],
  changes: ['model', 'discover'],
  files: ['model'],
  process: [],
  git: ['model', 'process'],
  fetch: ['model'],
  render: ['model', 'process', 'parse', 'discover'],
  cache: ['model'],
  pipeline: [
    ...['model', 'files', 'git', 'fetch', 'cache', 'discover', 'applications', 'render', 'parse', 'pss'],
    ...['admission', 'namespaces', 'judge', 'report', 'changes', 'kyverno'],
    'decide',
  ],
  log: ['model'],
  commands: [
    ...['model', 'config', 'files', 'parse', 'pss', 'admission', 'applications', 'namespaces', 'report', 'decide'],
    ...['pipeline', 'log', 'kyverno'],
  ],
  cli: ['commands'],
  index: ['model', 'parse', 'pipeline', 'pss', 'admission', 'namespaces', 'applications', 'report', 'decide'],
};

/** Pure rooms compute: text and values come in as arguments, nothing is read, written, started or printed. */
const PURE = [
  ...['model', 'pss', 'config', 'parse', 'discover', 'applications', 'admission', 'namespaces', 'judge', 'report'],
  ...['decide', 'changes', 'cel', 'kyverno'],
];
const PURE_MODULES = [
  ...['js-yaml', 'zod', 'node:crypto', 'node:path', 'node:util'],
  ...['@jmespath-community/jmespath', '@marcbachmann/cel-js', 're2js'],
];

/** Modules that only one place may touch, and why. */
const RESERVED: Readonly<Record<string, { readonly room: string; readonly reason: string }>> = {
  execa: { room: 'process', reason: 'what a child sees and how long it lives is decided in one place' },
  'node:child_process': { room: 'process', reason: 'what a child sees and how long it lives is decided in one place' },
  'node:http': { room: 'fetch', reason: 'who is talked to is decided in one place' },
  'node:net': { room: 'fetch', reason: 'who is talked to is decided in one place' },
  'node:tls': { room: 'fetch', reason: 'who is talked to is decided in one place' },
  'simple-git': { room: 'git', reason: 'what git sees of the environment is decided in one place' },
  '@jmespath-community/jmespath': { room: 'kyverno', reason: 'Kyverno reads JMESPath in its own way' },
  '@marcbachmann/cel-js': { room: 'cel', reason: 'what expressions mean is decided in one place' },
  zod: { room: 'config', reason: 'one schema, from which types, checks and the published schema come' },
  pino: { room: 'log', reason: 'one filter masks secrets' },
  commander: { room: 'commands', reason: 'the pipeline knows nothing of arguments' },
};

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

function readImports(): Import[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(SRC, file), 'utf8');
      const specifiers = [
        ...text.matchAll(/(?:^(?:import|export)\b[^;']*?from\s+|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm),
      ].map((match) => match[1] ?? '');
      return specifiers.map((target) => ({ file, room: roomOf(file), target }));
    });
}

function roomOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/, '');
}

const imports = readImports();
const inside = imports.filter(({ target }) => target.startsWith('.'));
const outside = imports.filter(({ target }) => !target.startsWith('.'));

describe('imports', () => {
  it('are found', () => {
    expect(inside.length).toBeGreaterThan(100);
    expect(outside.length).toBeGreaterThan(10);
  });

  it('go only where the room may look', () => {
    const wrong = inside.flatMap(({ file, room, target }) => {
      const other = roomOf(posix.join(dirname(file), target));
      const isAllowed = other === room || ALLOWED[room]?.includes(other);
      return isAllowed
        ? []
        : [`${file} imports ${other}; ${room} may import ${ALLOWED[room]?.join(', ') || 'nothing'}`];
    });
    expect(wrong).toEqual([]);
  });

  it('of pure rooms compute only', () => {
    const wrong = outside.filter(({ room, target }) => PURE.includes(room) && !PURE_MODULES.includes(target));
    expect(wrong).toEqual([]);
  });

  it('of reserved modules stay in one room', () => {
    const wrong = outside.filter(({ room, target }) => (RESERVED[target]?.room ?? room) !== room);
    expect(wrong.map(({ file, target }) => `${file} imports ${target}: ${RESERVED[target]?.reason}`)).toEqual([]);
  });

  it('of the published engine need no package', () => {
    expect(outside.filter(({ room }) => room === 'pss')).toEqual([]);
  });

  it('go round in no circle', () => {
    const next = new Map<string, string[]>();
    for (const { file, target } of inside)
      next.set(file, [...(next.get(file) ?? []), posix.join(dirname(file), target)]);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      else if (!done.has(file)) for (const other of next.get(file) ?? []) visit(other, [...path, file]);
      done.add(file);
    };
    for (const file of next.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('never come from tests', () => {
    expect(imports.filter(({ target }) => target.includes('/test/'))).toEqual([]);
  });
});

describe('rooms', () => {
  it('are all in the table', () => {
    expect(Object.keys(ALLOWED).sort()).toEqual(
      [...new Set(imports.map(({ room }) => room).concat('model', 'process', 'cel'))].sort(),
    );
  });

  it('never end the process, and only cli touches its streams', () => {
    const wrong = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && file !== 'cli.ts')
      .filter((file) =>
        /process\.(?:exit|stdout|stderr|stdin|env|cwd|argv)\b|\bconsole\./.test(readFileSync(join(SRC, file), 'utf8')),
      );
    expect(wrong).toEqual([]);
  });
});
