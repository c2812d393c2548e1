import { type Client, RendezvousProblem } from '@rendezvous/client';

/** Books the caller's own time, or says when it is taken. */
export async function book(api: Client, department_id: string, scheduled_at: string) {
  try {
    const booked = await api.appointments.create({
      title: 'Demo',
      scheduled_at,
      department_id,
      customer_name: 'Ana Souza',
      customer_email: 'ana@example.com',
    });
    return { id: booked.data.id };
  } catch (error) {
    if (error instanceof RendezvousProblem && error.code === 'slot_taken') {
      return { taken: error.conflicts.map(({ ends_at }) => `until ${ends_at}`) };
    }
    throw error;
  }
}
