export { parseDuration } from '../../model/values/duration.ts';
