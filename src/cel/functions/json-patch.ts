import { STRING } from '../typing/cel-type.ts';
import { globalFunction, type Overload } from '../typing/overload.ts';

/** Source: k8s.io/apiserver/pkg/cel/library/jsonpatch.go */
export const JSON_PATCH: readonly Overload[] = [
  globalFunction('jsonpatch.escapeKey', [STRING], STRING, (key: string) =>
    key.replaceAll('~', '~0').replaceAll('/', '~1'),
  ),
];
