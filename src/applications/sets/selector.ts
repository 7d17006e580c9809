import { type Fields, field, fieldsOf, isAbsent, listOf, textMapOf, textOf, textsOf } from './fields.ts';
import { SetProblem } from './set-problem.ts';

export type Selector = (texts: Readonly<Record<string, string>>) => boolean;

/**
 * A label selector. Its values may be any texts, so that URLs of clusters can be selected.
 *
 * Source: argo-cd applicationset/utils/selector.go
 * @returns undefined when there is none
 * @throws SetProblem
 */
export function readSelector(value: unknown, path: string): Selector | undefined {
  if (isAbsent(value)) return undefined;
  const { matchLabels, matchExpressions } = fieldsOf(value, path);
  const labels = Object.entries(textMapOf(matchLabels, `${path}.matchLabels`)).map(([key, text]): Selector => {
    requireKey(key, `${path}.matchLabels`);
    return (texts) => field(texts, key) === text;
  });
  const expressions = listOf(matchExpressions, `${path}.matchExpressions`).map((expression, index) => {
    const place = `${path}.matchExpressions[${index}]`;
    return readExpression(fieldsOf(expression, place), place);
  });
  const all = [...labels, ...expressions];
  return (texts) => all.every((matches) => matches(texts));
}

function readExpression(expression: Fields, path: string): Selector {
  const key = textOf(expression.key, `${path}.key`);
  const operator = textOf(expression.operator, `${path}.operator`);
  const values = textsOf(expression.values, `${path}.values`);
  requireKey(key, `${path}.key`);
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && values.length === 0) throw new SetProblem(`${path}.values`, `must not be empty for ${operator}`);
  if (!needsValues && values.length > 0) throw new SetProblem(`${path}.values`, `must be empty for ${operator}`);
  const has = (texts: Readonly<Record<string, string>>) => Object.hasOwn(texts, key);
  const isListed = (texts: Readonly<Record<string, string>>) => values.includes(texts[key] ?? '');
  switch (operator) {
    case 'In':
      return (texts) => has(texts) && isListed(texts);
    case 'NotIn':
      return (texts) => !has(texts) || !isListed(texts);
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return (texts) => !has(texts);
    default:
      throw new SetProblem(
        `${path}.operator`,
        `got ${JSON.stringify(operator)}, allowed: In, NotIn, Exists, DoesNotExist`,
      );
  }
}

/** Keys are qualified names, as those of labels are: `path[0]` is none. */
function requireKey(key: string, path: string): void {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefix = slash === -1 ? undefined : key.slice(0, slash);
  const isValid = NAME.test(name) && (prefix === undefined || (prefix.length <= 253 && PREFIX.test(prefix)));
  if (!isValid)
    throw new SetProblem(path, `${JSON.stringify(key)} is no label key, so that Argo CD refuses the selector`);
}

/** Source: k8s.io/apimachinery pkg/util/validation IsQualifiedName */
const NAME = /^(?=.{1,63}$)[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
