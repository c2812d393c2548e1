/** Whether this can be a tenant: a DNS label, since it becomes part of every calendar's name. */
export const isTenant = (slug: string): boolean =>
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(slug);
