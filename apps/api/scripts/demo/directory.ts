// The people of the demo tenants. The first ids are the original's own examples; not all of them are hexadecimal.

export interface DemoUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: 'attendant' | 'supervisor' | 'manager' | 'owner';
  readonly time_zone: string;
  readonly department_ids: readonly string[];
}

export interface DemoCustomer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}

export interface DemoTenant {
  readonly slug: string;
  readonly name: string;
  readonly departments: readonly { readonly id: string; readonly name: string }[];
  readonly users: readonly [DemoUser, ...DemoUser[]];
  readonly customers: readonly DemoCustomer[];
}

export const SUPPORT = 'e5f6a7b8-c9d0-1234-efgh-567890123456';
export const SALES = 'f6a7b8c9-d0e1-4345-8fab-678901234567';
export const JOAO = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890';
export const ANA = 'b2c3d4e5-f6a7-4890-8bcd-ef1234567891';
export const MARC = 'c3d4e5f6-a7b8-4901-8cde-f12345678902';
export const SOFIA = 'd4e5f6a7-b8c9-4012-8def-123456789013';
export const HELENA = 'e5f6a7b8-c9d0-4123-8efa-234567890124';
export const CARLOS = '2a3b4c5d-6e7f-8901-bcde-f23456789012';

export const AVANTER: DemoTenant = {
  slug: 'avanter',
  name: 'Avanter',
  departments: [
    { id: SUPPORT, name: 'Suporte Técnico' },
    { id: SALES, name: 'Vendas' },
  ],
  users: [
    {
      id: JOAO,
      name: 'João Silva',
      email: 'joao@avanter.example',
      role: 'attendant',
      time_zone: 'America/Sao_Paulo',
      department_ids: [SUPPORT],
    },
    {
      id: ANA,
      name: 'Ana Souza',
      email: 'ana@avanter.example',
      role: 'attendant',
      time_zone: 'America/Sao_Paulo',
      department_ids: [SUPPORT, SALES],
    },
    {
      id: MARC,
      name: 'Marc Dubois',
      email: 'marc@avanter.example',
      role: 'supervisor',
      time_zone: 'Europe/Paris',
      department_ids: [SALES],
    },
    {
      id: SOFIA,
      name: 'Sofia Martins',
      email: 'sofia@avanter.example',
      role: 'manager',
      time_zone: 'Europe/Lisbon',
      department_ids: [],
    },
    {
      id: HELENA,
      name: 'Helena Duarte',
      email: 'helena@avanter.example',
      role: 'owner',
      time_zone: 'America/Sao_Paulo',
      department_ids: [],
    },
  ],
  customers: [
    { id: CARLOS, name: 'Carlos Ferreira', email: 'carlos@email.com', phone: '+5511999998888' },
    {
      id: '3b4c5d6e-7f80-4012-8def-012345678901',
      name: 'Mariana Costa',
      email: 'mariana@email.com',
      phone: '+5521988887777',
    },
    {
      id: '4c5d6e7f-8091-4123-8ef0-123456789012',
      name: 'Élodie Laurent',
      email: 'elodie@email.com',
      phone: '+33612345678',
    },
    {
      id: '5d6e7f80-91a2-4234-8f01-234567890123',
      name: 'Pedro Almeida',
      email: null,
      phone: '+351912345678',
    },
    {
      id: '6e7f8091-a2b3-4345-8012-345678901234',
      name: 'Yuki Tanaka',
      email: 'yuki@email.com',
      phone: null,
    },
  ],
};

const ACME_SUPPORT = '01a20000-0000-7000-8000-00000000ac01';

export const ACME: DemoTenant = {
  slug: 'acme',
  name: 'Acme',
  departments: [{ id: ACME_SUPPORT, name: 'Support' }],
  users: [
    {
      id: '01a20000-0000-7000-8000-00000000ac02',
      name: 'Alice Johnson',
      email: 'alice@acme.example',
      role: 'attendant',
      time_zone: 'America/New_York',
      department_ids: [ACME_SUPPORT],
    },
    {
      id: '01a20000-0000-7000-8000-00000000ac03',
      name: 'Oscar Reed',
      email: 'oscar@acme.example',
      role: 'owner',
      time_zone: 'America/New_York',
      department_ids: [],
    },
  ],
  customers: [],
};

export const DEMO_TENANTS = [AVANTER, ACME] as const;
