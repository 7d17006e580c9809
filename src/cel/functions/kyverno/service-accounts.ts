import { objectOf, STRING } from '../../typing/cel-type.ts';
import { globalFunction, type Overload } from '../../typing/overload.ts';
import { ObjectValue } from '../../values/object-value.ts';

const SERVICE_ACCOUNT = objectOf('user.ServiceAccount', { Name: STRING, Namespace: STRING });

/** Source: github.com/kyverno/sdk/extensions/cel/libs/user */
export const SERVICE_ACCOUNTS: readonly Overload[] = ['parseServiceAccount', 'user.parseServiceAccount'].map((name) =>
  globalFunction(name, [STRING], SERVICE_ACCOUNT, parseServiceAccount),
);

/** Both fields are empty for the name of any other user. */
function parseServiceAccount(user: string): ObjectValue {
  const [, namespace = '', name = ''] = /^system:serviceaccount:([^:]*):([\s\S]*)$/.exec(user) ?? [];
  return new ObjectValue(SERVICE_ACCOUNT, new Map(Object.entries({ Name: name, Namespace: namespace })));
}
