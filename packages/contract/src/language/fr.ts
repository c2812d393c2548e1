// French, in the words of the original's page. Messages fit a field of either gender.

import type { Catalogue } from './en.ts';

export const fr: Catalogue = {
  statuses: {
    scheduled: 'planifié',
    confirmed: 'confirmé',
    completed: 'terminé',
    cancelled: 'annulé',
    no_show: 'client absent',
  },
  texts: {
    "can't be blank": 'ne peut pas être vide',
    'is invalid': 'n’est pas valide',
    'must be greater than {number}': 'doit être un nombre supérieur à {number}',
    'must be less than or equal to {number}': 'doit être un nombre inférieur ou égal à {number}',
    'should be at most {number} character(s)': 'ne doit pas dépasser {number} caractères',
    'must be before or equal to date_to': 'ne doit pas être après date_to',
    'must be in the future': 'doit se situer dans le futur',
    'does not exist': 'n’existe pas',
    'is not active': 'n’est pas actif',
    "can't be changed": 'n’est pas modifiable',
    'is changed by the actions': 'se modifie au moyen des actions',
    'has already been taken': 'est déjà utilisé',
    'is reserved': 'est réservé',
    'is the same customer': 'est le même client',
    'sorts at most {number} appointments by this key: narrow the filters':
      'ne trie pas plus de {number} rendez-vous par cette clé\u00a0: affinez les filtres',
    'is incomplete': 'est incomplet',
    'is too large': 'dépasse la taille maximale',
    'is not UTF-8': 'n’est pas en UTF-8',
    'is not JSON': 'n’est pas du JSON',

    'The body could not be read as JSON.':
      'Le corps de la requête n’a pas pu être lu comme du JSON.',
    'Name the tenant in the X-Tenant header.': 'Indiquez l’organisation dans l’en-tête X-Tenant.',
    'Send a valid token as "Authorization: Bearer <JWT>".':
      'Envoyez un jeton valide sous la forme «\u00a0Authorization: Bearer <JWT>\u00a0».',
    'The token is for another tenant.': 'Le jeton a été émis pour une autre organisation.',
    'This needs the role {role} or a higher one.':
      'Cette opération exige le rôle {role} ou un rôle supérieur.',
    'Nothing is known under this path.': 'Aucune ressource n’existe à cette adresse.',
    'This resource knows {methods}.': 'Méthodes acceptées par cette ressource\u00a0: {methods}.',
    'The body exceeds the limit of this resource.':
      'Le corps de la requête dépasse la limite de cette ressource.',
    'Send the body as the media type that this resource reads.':
      'Envoyez le corps de la requête dans le type de média attendu par cette ressource.',
    'The time overlaps an active appointment of this agent.':
      'L’horaire chevauche un rendez-vous actif de cet agent.',
    'An appointment that is {status} does not allow this action.':
      'Un rendez-vous au statut «\u00a0{status}\u00a0» ne permet pas cette action.',
    'An appointment that is {status} keeps its time, agent, department and customer.':
      'Un rendez-vous au statut «\u00a0{status}\u00a0» conserve son horaire, son agent, son département et son client.',
    'The current version is {number}.': 'La version actuelle est la version {number}.',
    'This Idempotency-Key was accepted with another request; use a new key.':
      'Cette Idempotency-Key a déjà été acceptée avec une autre requête\u202f; utilisez une nouvelle clé.',
    'The request with this Idempotency-Key is still under way; ask again with it.':
      'La requête portant cette Idempotency-Key est encore en cours\u202f; réessayez avec la même clé.',
    'A store did not answer. It is safe to retry with the same Idempotency-Key.':
      'Un système de stockage n’a pas répondu. Vous pouvez réessayer sans risque avec la même Idempotency-Key.',
    'This server is not configured to serve requests to this address.':
      'Ce serveur n’est pas configuré pour répondre à cette adresse.',
    'The request id leads us to the cause.':
      'L’identifiant de la requête nous permet d’en retrouver la cause.',
    'The role of this user is above your own.':
      'Le rôle de cet utilisateur est supérieur au vôtre.',
    'Nobody can give a role above their own.': 'Nul ne peut attribuer un rôle supérieur au sien.',
    'A tenant keeps at least one active owner.':
      'Une organisation conserve au moins un utilisateur actif ayant le rôle owner.',
    'Nobody can change their own role or whether they are active; ask somebody else who may.':
      'Nul ne peut changer son propre rôle ni se désactiver ; demandez-le à une autre personne habilitée.',
    'The limit for one caller is used up for now.':
      'La limite par appelant est atteinte pour le moment.',

    'The body is not JSON': 'Le corps de la requête n’est pas du JSON',
    'The X-Tenant header is missing': 'L’en-tête X-Tenant est absent',
    'A valid token is required': 'Un jeton valide est requis',
    'The token does not allow this': 'Le jeton n’autorise pas cette opération',
    'There is no such resource': 'Cette ressource n’existe pas',
    'The resource does not know this method': 'Cette ressource n’accepte pas cette méthode',
    "The agent's time is taken": 'Le créneau de l’agent est déjà pris',
    'The status does not allow this action': 'Le statut ne permet pas cette action',
    'The appointment is closed': 'Le rendez-vous est clos',
    'A request with this key is still running': 'Une requête portant cette clé est encore en cours',
    'The resource has changed': 'La ressource a été modifiée entre-temps',
    'The body is too large': 'Le corps de la requête est trop volumineux',
    'The body has to be application/json':
      'Le corps de la requête doit être au format application/json',
    'Some fields are invalid': 'Certains champs ne sont pas valides',
    'The key was used for another request': 'La clé a déjà servi à une autre requête',
    'Too many requests': 'Trop de requêtes',
    'Something went wrong on our side': 'Une erreur s’est produite de notre côté',
    'A store did not answer': 'Un système de stockage n’a pas répondu',

    '; ': '\u202f; ',
  },
};
