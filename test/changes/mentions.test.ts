import { describe, expect, it } from 'vitest';
import { mentionPatterns, namedPatterns, namePatterns } from '../../src/changes/mentions.ts';

/** The patterns are of POSIX; what they use of it JavaScript reads alike. */
const matches = (patterns: readonly string[], text: string) =>
  text.split('\n').some((line) => patterns.some((pattern) => new RegExp(pattern).test(line)));

const mentions = (paths: readonly string[], text: string) => matches(mentionPatterns(paths), text);

describe('the text of an Application mentions a path', () => {
  const changed = ['apps/web/values.yaml'];

  it.each([
    ['path: apps/web'],
    ['  "path":"apps/web","repoURL":"x"'],
    ["source: {path: 'apps/web', repoURL: x}"],
    ['path: apps/web/'],
    ['path: apps'],
    ['path: apps//web'],
    ['path: ./apps/web'],
    ['path: other/../apps/web'],
    ['path: .'],
    ['path: ""\n# .\npath: ./'],
    ['- /apps/web/values.yaml'],
    ['valueFiles: [$values/apps/web/values.yaml]'],
    ['valueFiles: ["../web/values.yaml"]'],
    ['components: [../../web]'],
    ['path: apps/web # where it is'],
  ])('by %j', (text) => {
    expect(mentions(changed, text)).toBe(true);
  });

  it.each([
    ['path:\n  apps/web'],
    ['path: &path apps/web'],
    ['path: *path'],
    ['path: >-'],
    ['path: !!str apps/web'],
    ['<<: *source'],
    ['? path'],
    ['path: "\\x61pps/web"'],
    ['- /apps/*/values.yaml'],
    ['valueFiles: [/apps/?.yaml]'],
    ['- /apps/w[e]b/values.yaml'],
    ['- /apps/$ARGOCD_APP_NAME/values.yaml'],
    [`- /apps/\${ARGOCD_APP_NAME}/values.yaml`],
    ['path: "apps\\/web"'],
    ['path: "apps/\\'],
  ])('perhaps, by %j', (text) => {
    expect(mentions(changed, text)).toBe(true);
  });

  it.each([
    ['path: apps/web2'],
    ['path: apps/web/templates'],
    ['path: application'],
    ['namespace: apps'],
    ['name: web'],
    ['- values.yaml'],
    ['- /apps/web/values.yaml.bak'],
    ['- /apps/web2/values.yaml'],
    ['repoURL: https://git.example/apps.git'],
    ['path: web'],
  ])('not by %j', (text) => {
    expect(mentions(changed, text)).toBe(false);
  });

  it('whatever characters it has', () => {
    for (const path of ['a+b (c)', 'a.b', 'a[1]', 'a{2}', 'a|b', 'a^$', 'a\\b', 'ü']) {
      expect(mentions([path], `- /${path}`), path).toBe(true);
    }
    expect(mentions(['a.b'], '- /axb')).toBe(false);
    expect(mentions(['x|y'], '- /y')).toBe(false);
  });
});

describe('a line names', () => {
  it('a namespace anywhere', () => {
    expect(matches(namePatterns(['pay']), 'namespace: "pay"')).toBe(true);
    expect(matches(namePatterns(['pay']), 'namespace: shop')).toBe(false);
    expect(matches(namePatterns(['pay']), 'namespace: "\\x70ay"')).toBe(true);
  });

  it('an object', () => {
    expect(matches(namedPatterns(['web']), 'metadata: {name: web, namespace: argocd}')).toBe(true);
    expect(matches(namedPatterns(['web']), '"name":"web"')).toBe(true);
    expect(matches(namedPatterns(['web']), 'name:')).toBe(true);
    expect(matches(namedPatterns(['web']), 'name: {{ .Values.name }}')).toBe(true);
    expect(matches(namedPatterns(['web']), 'name: website')).toBe(false);
    expect(matches(namedPatterns(['web']), 'namespace: web')).toBe(false);
  });
});
