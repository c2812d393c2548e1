/** Lowest first: each may do what those before it may. */
export const ROLES = ['attendant', 'supervisor', 'manager', 'owner'] as const;
export type Role = (typeof ROLES)[number];
