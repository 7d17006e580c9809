import { describe, expect, it } from 'vitest';
import { NotEvaluatedError, VariableError } from '../../../../../src/kyverno/variables/errors.ts';
import { evaluate } from './evaluate.ts';

describe('functions on encoded texts', () => {
  it.each<[string, unknown]>([
    ["base64_decode('aGk=')", 'hi'],
    ["base64_decode('aG\nk=')", 'hi'],
    ["base64_encode('hi')", 'aGk='],
    ["image_normalize('nginx')", 'docker.io/nginx:latest'],
    ["md5('a')", '0cc175b9c0f1b6a831c399e269772661'],
    ["path_canonicalize('/a//b/../c/')", '/a/c'],
    ["path_canonicalize('')", ''],
    ["path_canonicalize('/')", '/'],
    ["semver_compare('1.2.3', '>=1.0.0 <2.0.0')", true],
    ["semver_compare('no version', '<0.0.1')", true],
    ["sha1('a')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
    ["sha256('a')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
  ])('%s', (expression, expected) => {
    expect(evaluate(expression)).toEqual(expected);
  });

  it.each([
    ["base64_decode('aGk')", 'illegal base64 data at input byte 0'],
    ["base64_decode('aGkhaa')", 'illegal base64 data at input byte 4'],
    ["base64_decode('a$==')", 'illegal base64 data at input byte 1'],
    [
      "image_normalize('NGINX')",
      "JMESPath function 'image_normalize': bad image: docker.io/NGINX, defaultRegistry: docker.io, enableDefaultRegistryMutation: true: repository name must be lowercase",
    ],
    ["semver_compare('1.2.3', 'xy')", 'Could not get version from string: "xy"'],
  ])('%s fails', (expression, message) => {
    expect(() => evaluate(expression)).toThrow(new VariableError(message));
  });
});

describe('functions that are not supported', () => {
  it.each(['time_now()', 'time_now_utc()', "random('[a-z]')", "x509_decode('')", "is_external_url('http://a')"])(
    '%s',
    (expression) => {
      const name = expression.replace(/\(.*/, '');
      expect(() => evaluate(expression)).toThrow(NotEvaluatedError);
      expect(() => evaluate(expression)).toThrow(`JMESPath function '${name}' is not supported`);
    },
  );

  it.each(['time_now()[]', 'time_now()[?a]', 'time_now().*', "time_now() || 'a'", '!random(`1`)'])(
    'are never null: %s',
    (expression) => {
      expect(() => evaluate(expression)).toThrow(NotEvaluatedError);
    },
  );
});
