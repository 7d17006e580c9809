import { describe, expect, it } from 'vitest';
import { ProcessError } from '../../src/process/run.ts';
import { explainFailure } from '../../src/render/explain-failure.ts';

const ROOT = '/somewhere/checkout';

describe('explainFailure', () => {
  it.each([
    [
      'helm',
      'Error: values: port is missing\n\nUse --debug flag to render out invalid YAML\n',
      'values: port is missing',
    ],
    ['paths', `Error: open ${ROOT}/apps/a.yaml: no such file\n`, 'open apps/a.yaml: no such file'],
    ['the root itself', `error: no kustomization in '${ROOT}'\n`, "no kustomization in '.'"],
    ['several lines', 'Error: a\nb\n  c\n', 'a b c'],
    ['kubectl, quoted', 'E1123 17:18:05.5 10564 run.go:72] "command failed" err="invalid: \\"x\\""\n', 'invalid: "x"'],
    [
      'kubectl, several lines',
      'E1123 17:18:05.5 10564 run.go:72] "command failed" err=<\n\tbad chart:\n\tname\n >\n',
      'bad chart: name',
    ],
    ['control characters', 'Error: a\u001b[31mb\u202e\n', 'a [31mb'],
    ['nothing said', '', 'exit code 1'],
  ])('gives the reason of %s', (_, stderr, reason) => {
    expect(explainFailure(new ProcessError('exit', 'exit code 1', stderr), [ROOT])).toBe(reason);
  });

  it('cuts what is too long', () => {
    expect(explainFailure(new ProcessError('exit', 'exit code 1', 'x'.repeat(5000)), [ROOT])).toHaveLength(601);
  });

  it('has its own words for what the renderer could not say', () => {
    expect(explainFailure(new ProcessError('timeout', 'no answer after 90 s', 'half a'), [ROOT])).toBe(
      'no answer after 90 s',
    );
  });
});
