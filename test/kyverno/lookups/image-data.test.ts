import { expect, it } from 'vitest';
import { describeImage, imageDataOf } from '../../../src/kyverno/lookups/image-data.ts';

it('is what the Kyverno CLI gives: some texts always, the rest where there is any', () => {
  expect(imageDataOf({ image: 'nginx' }, {})).toEqual({
    image: 'nginx',
    fields: { image: 'nginx', resolvedImage: '', registry: '', repository: '' },
  });
  expect(imageDataOf({ image: 'a', tag: '1', digest: '' }, { config: { User: 'app' } }).fields).toEqual({
    image: 'a',
    resolvedImage: '',
    registry: '',
    repository: '',
    tag: '1',
    config: { User: 'app' },
  });
});

it('has other names in classic policies', () => {
  const data = imageDataOf(
    { image: 'a', registry: 'r', repository: 'b', resolvedImage: 'c', tag: '1', digest: 'sha256:2' },
    { imageIndex: { i: 1 }, manifest: { m: 1 }, config: { c: 1 } },
  );
  expect(describeImage(data)).toEqual({
    image: 'a',
    resolvedImage: 'c',
    registry: 'r',
    repository: 'b',
    identifier: 'sha256:2',
    manifestList: { i: 1 },
    manifest: { m: 1 },
    configData: { c: 1 },
  });
  expect(describeImage(imageDataOf({ image: 'a', tag: '1' }, {}))).toMatchObject({
    identifier: '1',
    manifestList: null,
    configData: null,
  });
});
