import { CelError, type CelProgram } from '../../cel/types.ts';
import { DYN } from '../../cel/typing/cel-type.ts';
import { blankLiterals } from './source-text.ts';

/**
 * What expressions may ask of a cluster, a registry, the network or the clock, none of which a manifest in Git can answer.
 *
 * Source: https://kyverno.io/docs/policy-types/cel-libraries/, https://kubernetes.io/docs/reference/using-api/cel/
 */
const FEATURES: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'resource', pattern: /(?<![\w.])resource\s*\.\s*(?:[gG]et|[lL]ist|[pP]ost|[tT]oGVR)\s*\(/ },
  { name: 'http', pattern: /(?<![\w.])http\s*\.\s*(?:[gG]et|[pP]ost|[cC]lient)\s*\(/ },
  { name: 'globalContext', pattern: /(?<![\w.])globalContext\s*\.\s*[gG]et\s*\(/ },
  { name: 'imageData', pattern: /(?<![\w.])image\s*\.\s*[gG]etMetadata\s*\(/ },
  { name: 'time.now', pattern: /(?<![\w.])time\s*\.\s*now\s*\(/ },
  { name: 'random', pattern: /(?<![\w.])random\s*\(/ },
  { name: 'authorizer', pattern: /(?<![\w.])authorizer(?:\.requestResource)?\s*\./ },
];

/** That an expression needs what is not there. */
export class UnsupportedFeature extends CelError {
  override name = 'UnsupportedFeature';
  readonly feature: string;

  constructor(feature: string) {
    super(unsupportedText(feature));
    this.feature = feature;
  }
}

const reached = new WeakMap<object, UnsupportedFeature>();

/**
 * A program in place of one that needs what is not there. Evaluations that come to it fail, unless something else decides.
 *
 * @returns nothing for expressions that need nothing of the kind
 */
export function replaceUnsupported(expression: string): CelProgram | undefined {
  const code = blankLiterals(expression);
  const found = FEATURES.find(({ pattern }) => pattern.test(code));
  if (found === undefined) return undefined;
  const unsupported = new UnsupportedFeature(found.name);
  return {
    outputType: DYN,
    run: (variables) => {
      reached.set(variables, unsupported);
      throw unsupported;
    },
  };
}

/** What is not supported and was needed by an expression that ran with these variables, whatever became of its error. */
export function unsupportedBy(variables: object): UnsupportedFeature | undefined {
  return reached.get(variables);
}

export function unsupportedText(feature: string): string {
  return `${feature} is not supported`;
}
