/** What our user got wrong: an option, a configuration file, a path. One clear line: what, where, what is allowed. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A target could not be rendered. The message is the renderer's own reason, fit to be shown. */
export class RenderError extends Error {
  override name = 'RenderError';
}
