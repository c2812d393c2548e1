// Brazilian Portuguese. Messages fit a field of either gender.

import type { Catalogue } from './en.ts';

export const ptBr: Catalogue = {
  statuses: {
    scheduled: 'agendado',
    confirmed: 'confirmado',
    completed: 'concluído',
    cancelled: 'cancelado',
    no_show: 'não comparecimento',
  },
  texts: {
    "can't be blank": 'não pode ficar em branco',
    'is invalid': 'não é um valor válido',
    'must be greater than {number}': 'deve ser maior que {number}',
    'must be less than or equal to {number}': 'deve ser menor ou igual a {number}',
    'should be at most {number} character(s)': 'deve ter no máximo {number} caracteres',
    'must be before or equal to date_to': 'deve ser anterior ou igual a date_to',
    'must be in the future': 'deve estar no futuro',
    'does not exist': 'não existe',
    'is not active': 'não está ativo',
    "can't be changed": 'não pode ser alterado',
    'is changed by the actions': 'é alterado por meio das ações',
    'has already been taken': 'já está em uso',
    'is reserved': 'está reservado',
    'is the same customer': 'é o mesmo cliente',
    'sorts at most {number} appointments by this key: narrow the filters':
      'ordena no máximo {number} agendamentos por esta chave: restrinja os filtros',
    'is incomplete': 'está incompleto',
    'is too large': 'excede o tamanho máximo',
    'is not UTF-8': 'não está em UTF-8',
    'is not JSON': 'não é JSON',

    'The body could not be read as JSON.': 'Não foi possível ler o corpo da requisição como JSON.',
    'Name the tenant in the X-Tenant header.': 'Informe a organização no cabeçalho X-Tenant.',
    'Send a valid token as "Authorization: Bearer <JWT>".':
      'Envie um token válido no formato “Authorization: Bearer <JWT>”.',
    'The token is for another tenant.': 'O token foi emitido para outra organização.',
    'This needs the role {role} or a higher one.':
      'Esta operação exige o papel {role} ou um papel superior.',
    'Nothing is known under this path.': 'Não há nenhum recurso neste endereço.',
    'This resource knows {methods}.': 'Métodos aceitos por este recurso: {methods}.',
    'The body exceeds the limit of this resource.':
      'O corpo da requisição excede o limite deste recurso.',
    'Send the body as the media type that this resource reads.':
      'Envie o corpo da requisição no tipo de mídia esperado por este recurso.',
    'The time overlaps an active appointment of this agent.':
      'O horário coincide com um agendamento ativo deste agente.',
    'An appointment that is {status} does not allow this action.':
      'Um agendamento com status “{status}” não permite esta ação.',
    'An appointment that is {status} keeps its time, agent, department and customer.':
      'Um agendamento com status “{status}” mantém seu horário, agente, departamento e cliente.',
    'The current version is {number}.': 'A versão atual é a {number}.',
    'This Idempotency-Key was accepted with another request; use a new key.':
      'Esta Idempotency-Key já foi aceita com outra requisição; use uma nova chave.',
    'The request with this Idempotency-Key is still under way; ask again with it.':
      'A requisição com esta Idempotency-Key ainda está em andamento; tente novamente com a mesma chave.',
    'A store did not answer. It is safe to retry with the same Idempotency-Key.':
      'Um sistema de armazenamento não respondeu. É seguro tentar novamente com a mesma Idempotency-Key.',
    'This server is not configured to serve requests to this address.':
      'Este servidor não está configurado para atender requisições neste endereço.',
    'The request id leads us to the cause.':
      'O identificador da requisição nos permite encontrar a causa.',
    'The role of this user is above your own.': 'O papel deste usuário é superior ao seu.',
    'Nobody can give a role above their own.':
      'Ninguém pode atribuir um papel superior ao próprio.',
    'A tenant keeps at least one active owner.':
      'Uma organização mantém ao menos um usuário ativo com o papel owner.',
    'Nobody can change their own role or whether they are active; ask somebody else who may.':
      'Ninguém pode alterar o próprio papel nem a própria ativação; peça a outra pessoa habilitada.',
    'The limit for one caller is used up for now.':
      'O limite por chamador foi atingido por enquanto.',

    'The body is not JSON': 'O corpo da requisição não é JSON',
    'The X-Tenant header is missing': 'O cabeçalho X-Tenant está ausente',
    'A valid token is required': 'É necessário um token válido',
    'The token does not allow this': 'O token não permite esta operação',
    'There is no such resource': 'Este recurso não existe',
    'The resource does not know this method': 'Este recurso não aceita este método',
    "The agent's time is taken": 'O horário do agente já está ocupado',
    'The status does not allow this action': 'O status não permite esta ação',
    'The appointment is closed': 'O agendamento está encerrado',
    'A request with this key is still running':
      'Uma requisição com esta chave ainda está em andamento',
    'The resource has changed': 'O recurso foi alterado nesse meio-tempo',
    'The body is too large': 'O corpo da requisição é grande demais',
    'The body has to be application/json': 'O corpo da requisição deve ser application/json',
    'Some fields are invalid': 'Alguns campos não são válidos',
    'The key was used for another request': 'A chave já foi usada em outra requisição',
    'Too many requests': 'Requisições demais',
    'Something went wrong on our side': 'Algo deu errado do nosso lado',
    'A store did not answer': 'Um sistema de armazenamento não respondeu',

    '; ': '; ',
  },
};
