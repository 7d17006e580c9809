import { describe, expect, it } from 'vitest';
import { readLfsPointer } from '../../src/model/lfs-pointer.ts';

const OID = '4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393';
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${OID}\nsize 12345\n`;
const read = (text: string) => readLfsPointer(Buffer.from(text));

describe('a Git LFS pointer', () => {
  it.each([
    ['as it is written', POINTER],
    ['without its last line break', POINTER.trimEnd()],
    ['of a later version', POINTER.replace('v1', 'v2')],
    ['with extensions', POINTER.replace('oid', `ext-0-foo sha256:${OID}\noid`)],
    ['with more behind it', `${POINTER}x-more y\n`],
  ])('%s is read', (_, text) => {
    expect(read(text)).toEqual({ oid: OID, size: 12345 });
  });

  it.each([
    ['nothing', ''],
    ['a manifest', 'apiVersion: v1\nkind: Pod\n'],
    ['a text about one', `# ${POINTER}`],
    ['without an oid', POINTER.replace(/oid.*\n/, '')],
    ['with another digest', POINTER.replace('sha256', 'md5')],
    ['with a short oid', POINTER.replace(OID, OID.slice(1))],
    ['without a size', POINTER.replace(/size.*\n/, '')],
    ['with a size that is none', POINTER.replace('12345', '-1')],
    ['too long', `${POINTER}${'x y\n'.repeat(300)}`],
  ])('is not %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });
});
