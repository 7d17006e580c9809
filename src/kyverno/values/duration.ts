export * from '../../model/values/duration.ts';
