export * from '../../model/values/number.ts';
