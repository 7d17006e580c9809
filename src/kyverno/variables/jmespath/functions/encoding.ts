import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { parseVersion, ZERO_VERSION } from '../../../values/semver.ts';
import { parseVersionRange } from '../../../values/semver-range.ts';
import { prefixError, VariableError } from '../../errors.ts';
import { normaliseImage } from '../../image-reference.ts';
import { type FunctionTable, functionError } from './signature.ts';

const ONE_TEXT = [['string']] as const;

/** Kyverno's functions on encoded texts, paths, versions and images. Source: kyverno pkg/engine/jmespath/functions.go */
export const ENCODING_FUNCTIONS: FunctionTable = {
  base64_decode: { parameters: ONE_TEXT, call: ([text]) => decodeBase64(text as string) },
  base64_encode: { parameters: ONE_TEXT, call: ([text]) => Buffer.from(text as string).toString('base64') },
  image_normalize: { parameters: ONE_TEXT, call: ([image]) => imageNormalize(image as string) },
  md5: { parameters: ONE_TEXT, call: ([text]) => hash('md5', text as string) },
  path_canonicalize: { parameters: ONE_TEXT, call: ([path]) => cleanPath(path as string) },
  semver_compare: {
    parameters: [['string'], ['string']],
    // What is no version counts as 0.0.0, as upstream has it.
    call: ([version, range]) => parseVersionRange(range as string)(parseVersion(version as string) ?? ZERO_VERSION),
  },
  sha1: { parameters: ONE_TEXT, call: ([text]) => hash('sha1', text as string) },
  sha256: { parameters: ONE_TEXT, call: ([text]) => hash('sha256', text as string) },
};

function hash(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

/** Source: go encoding/base64, StdEncoding */
function decodeBase64(text: string): string {
  const encoded = text.replace(/[\r\n]/g, '');
  const digits = encoded.replace(/={1,2}$/, '');
  const wrong = digits.search(/[^A-Za-z0-9+/]/);
  if (wrong !== -1 || encoded.length % 4 !== 0)
    throw new VariableError(
      `illegal base64 data at input byte ${wrong === -1 ? digits.length - (digits.length % 4) : wrong}`,
    );
  return Buffer.from(digits, 'base64').toString('utf8');
}

/** Source: go path/filepath, Join of one element */
function cleanPath(path: string): string {
  if (path === '') return '';
  const clean = posix.normalize(path);
  return clean === '/' ? clean : clean.replace(/\/$/, '');
}

function imageNormalize(image: string): string {
  try {
    return normaliseImage(image);
  } catch (error) {
    if (error instanceof VariableError) throw prefixError(error, functionError('image_normalize', '').message);
    throw error;
  }
}
