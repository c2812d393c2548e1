import { type Client, RendezvousProblem } from '@rendezvous/client';

/** Moves an appointment and confirms it, unless somebody else has changed it meanwhile. */
export async function moveAndConfirm(api: Client, id: string, scheduled_at: string) {
  const { etag } = await api.appointments.get(id);
  try {
    const moved = await api.appointments.update(id, { scheduled_at }, { ifMatch: etag });
    const confirmed = await api.appointments.confirm(id, { ifMatch: moved.etag });
    return confirmed.data.status;
  } catch (error) {
    if (error instanceof RendezvousProblem && error.code === 'version_mismatch') {
      return `is at version ${error.current_version} now`;
    }
    throw error;
  }
}
