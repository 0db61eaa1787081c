import {LANGUAGES, asksForPerson} from '../model/person-wish.js';
import {fact, holds, same} from './harness.js';

const SAID = {
  en: {
    wishes: ['Could I talk to a person, please?', 'I want to speak to a real human being.', 'Let me speak with your manager!', 'Can you connect me to an agent?',
      'Just put me through to somebody.', 'Why can’t I talk to someone?', 'Representative!', 'Agent, please.', 'I don’t want to talk to a robot, I want to talk to a person.',
      'Get me a supervisor.', 'Transfer me to the next available representative.'],
    others: ['I am talking to a person already.', 'I am the person who called.', 'The agent was nice.', 'Person to person call.', 'I talked to a person yesterday.',
      'I don’t want to talk to a person.', 'There is no need to speak to an agent.', 'I had to talk to someone last week.', 'Did I speak to someone there before?',
      'My manager told me.', 'I speak English. The person who ordered is my wife.', 'My travel agent booked it.', 'Somebody took my parcel.'],
  },
  de: {
    wishes: ['Ich möchte mit einem Menschen sprechen.', 'Kann ich bitte mit jemandem reden?', 'Verbinden Sie mich mit einem Mitarbeiter.', 'Ich will einen Mitarbeiter sprechen!',
      'Können Sie mich bitte durchstellen?', 'Geben Sie mir einen Berater.', 'Mitarbeiter bitte.'],
    others: ['Ich spreche schon mit einem Menschen.', 'Ich habe gestern mit einem Mitarbeiter gesprochen.', 'Ich möchte nicht mit einem Mitarbeiter sprechen.',
      'Mensch, das gibt es doch nicht!', 'Die Person an der Tür war unfreundlich.', 'Jemand hat mein Paket genommen.'],
  },
  fr: {
    wishes: ['Je voudrais parler à quelqu’un.', 'Puis-je parler avec un conseiller ?', 'Passez-moi un responsable !', 'Pouvez-vous me passer une vraie personne ?',
      'Mettez-moi en relation avec un conseiller.', 'Un conseiller, s’il vous plaît.', 'J’ai déjà demandé à parler à quelqu’un.'],
    others: ['Je parle déjà à une personne.', 'Je ne veux pas parler à quelqu’un.', 'Je viens de parler à un conseiller.', 'La personne qui a commandé est ma femme.',
      'Il n’y a personne ici.', 'Je ne veux parler à personne.', 'J’ai parlé à un agent hier.'],
  },
  es: {
    wishes: ['Quiero hablar con una persona.', '¿Puedo hablar con alguien?', 'Páseme con un operador, por favor.', 'Necesito hablar con el encargado.', '¡Agente!',
      'Quisiera comunicarme con un asesor.', 'Ya quiero hablar con una persona.'],
    others: ['Ya estoy hablando con una persona.', 'No quiero hablar con un agente.', 'Acabo de hablar con una persona.', 'La persona que llamó soy yo.', 'Hablé ayer con un operador.'],
  },
  it: {
    wishes: ['Vorrei parlare con un operatore.', 'Posso parlare con qualcuno?', 'Mi passi un responsabile, per favore.', 'Voglio parlare con una persona vera!', 'Operatore!'],
    others: ['Sto già parlando con una persona.', 'Non voglio parlare con un operatore.', 'Ho parlato ieri con un operatore.', 'La persona che ha ordinato è mia moglie.'],
  },
  nl: {
    wishes: ['Ik wil graag met een medewerker spreken.', 'Kan ik met iemand praten?', 'Verbind me door met een medewerker.', 'Kunt u mij doorverbinden?', 'Ik wil een mens aan de lijn.',
      'Medewerker alstublieft.', 'Ik wil al een uur met iemand praten.'],
    others: ['Ik praat al met een mens.', 'Ik zit al met een medewerker te praten.', 'Ik heb met een medewerker gesproken.', 'Ik wil niet met een medewerker spreken.', 'Iemand heeft mijn pakket meegenomen.'],
  },
  pt: {
    wishes: ['Quero falar com uma pessoa.', 'Posso falar com alguém?', 'Me passe para um atendente, por favor.', 'Gostaria de falar com o gerente.', 'Atendente!', 'Já pedi para falar com um atendente.'],
    others: ['Já estou falando com uma pessoa.', 'Não quero falar com um atendente.', 'Acabei de falar com uma pessoa.', 'A pessoa que ligou sou eu.', 'Falei ontem com um atendente.'],
  },
};

fact('every language of the phrases is tested', () => {
  same(Object.keys(SAID).sort(), LANGUAGES.map(({language}) => language).sort());
});

for (const [language, {wishes, others}] of Object.entries(SAID)) {
  fact(`a wish for a person is heard in ${language}, and false friends are not`, () => {
    same(wishes.filter((text) => !asksForPerson(text)), [], 'not heard');
    same(others.filter(asksForPerson), [], 'heard, but not said');
  });
}

fact('a long text is judged in no time', () => {
  const text = 'talk to the put me not want to with a mit einem '.repeat(2_000);
  const from = performance.now();
  asksForPerson(text);
  holds(performance.now() - from < 20_000, 'a phrase backtracks without bound');
});
