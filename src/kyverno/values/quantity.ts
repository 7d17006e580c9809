export * from '../../model/values/quantity.ts';
