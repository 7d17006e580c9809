/** For commands, which know nothing of renderers. */
export { findPluginProgram } from '../render/plugin/programs.ts';
