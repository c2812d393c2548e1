import type { Client } from '@rendezvous/client';

export async function titlesOf(api: Client, user_id: string, day: string) {
  const titles: string[] = [];
  const query = { user_id, date_from: day, date_to: day, page_size: 100 };
  for await (const { title } of api.appointments.list(query)) titles.push(title);
  return titles;
}

export async function countOf(api: Client) {
  const { meta } = await api.appointments.list({ page_size: 1 }).page();
  return meta.total_count;
}
