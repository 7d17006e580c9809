import { describe, expect, it } from 'vitest';
import { createLog, createMask } from '../src/log.ts';

const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

describe('createMask', () => {
  const mask = createMask(['hunter2-is-my-password', 'x']);
  it.each([
    ['a known secret', 'password hunter2-is-my-password!', 'password ***!'],
    ['a GitHub token', `use ${TOKEN} now`, 'use *** now'],
    ['a fine-grained token', `github_pat_${'a'.repeat(30)}`, '***'],
    ['credentials in a URL', 'https://user:pass@git.example/r.git', 'https://***@git.example/r.git'],
    ['a bearer header', 'Authorization: Bearer abc.def-123456', 'Authorization: Bearer ***'],
    ['ordinary text', 'x marks the spot', 'x marks the spot'],
  ])('hides %s', (_, text, masked) => {
    expect(mask(text)).toBe(masked);
  });
});

describe('createLog', () => {
  function lines(format: 'text' | 'json'): { log: ReturnType<typeof createLog>; written: string[] } {
    const written: string[] = [];
    return {
      log: createLog({ level: 'info', format, secrets: ['s3cr3t-value'] }, (text) => written.push(text)),
      written,
    };
  }

  it('writes a line a person can read', () => {
    const { log, written } = lines('text');
    log.info({ targets: 3, file: 'a b.yaml' }, 'discovered');
    log.debug('not shown');
    expect(written).toEqual(['info: discovered targets=3 file=a b.yaml\n']);
  });

  it('writes JSON for programs, and masks in both', () => {
    const { log, written } = lines('json');
    log.warn({ url: 'https://u:s3cr3t-value@x.example/' }, 'failed with s3cr3t-value');
    const [line = ''] = written;
    expect(JSON.parse(line)).toMatchObject({ level: 'warn', msg: 'failed with ***' });
    expect(line).not.toContain('s3cr3t-value');
  });

  it('keeps a message from writing lines of its own', () => {
    const { log, written } = lines('text');
    log.error('a\nerror: forged\u001b[2J');
    expect(written).toEqual(['error: a\\u000aerror: forged\\u001b[2J\n']);
  });
});
