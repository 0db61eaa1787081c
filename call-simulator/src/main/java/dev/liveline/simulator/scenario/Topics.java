package dev.liveline.simulator.scenario;

import java.util.List;

/// What people call a support line about: the raw material of [ScenarioGenerator], as data.
///
/// An exchange is a list of lines; each starts with `C:` (caller), `A:` (assistant), `X:` (assistant, may be cut short by the
/// caller's next line) or `T:` (a tool, its name and arguments). `|` separates equivalent wordings; `{…}` are slots.
final class Topics {

    /// @param name for people and reports
    /// @param lines the conversation after the greeting, without the farewell
    record Topic(String name, List<String> lines) {}

    static final List<String> GREETINGS = List.of("Hello, this is Northwind support. How can I help you today?",
            "Thanks for calling Northwind. What can I do for you?",
            "Hi, you've reached Northwind customer care. How can I help?");

    static final List<String> FAREWELLS = List.of("You're welcome. Have a good day.", "Glad I could help. Goodbye.",
            "Thanks for calling Northwind. Take care.");

    static final List<String> THANKS = List.of("That's all, thank you.", "No, that's everything. Thanks a lot.",
            "Great, thanks for your help.", "Okay, that's it. Bye.");

    static final List<Topic> ALL = List.of(
            new Topic("refund", List.of(
                    "C:Hi, I'd like a refund for order {order}.|Hello, I sent back order {order} and I'm waiting for my refund.",
                    "A:I'm sorry to hear that. Let me look up order {order}.|Of course. One moment while I find order {order}.",
                    "T:find_order order={order}",
                    "A:I found it. The {product} was delivered on {day}. What was wrong with it?",
                    "C:It arrived with a crack in the side.|It stopped working after two days.|It's the wrong size, I ordered {size}.",
                    "X:I understand. We can send a replacement, which usually takes three to five working days, or we can return the amount.",
                    "C:No, wait, I just want my money back.|Sorry, a replacement is no good to me. I'd like the refund.",
                    "A:No problem. I've started a refund of {amount}. It reaches your card within five working days.",
                    "C:Will I get an email about that?|Does it go back to the same card?",
                    "A:Yes, you will get a confirmation at the address we have on file.|Yes, always to the card you paid with.")),
            new Topic("order-status", List.of(
                    "C:I want to know where my parcel is.|Hi, my order was supposed to be here on {day}. Where is it?",
                    "A:I can check that. Could you give me the order number?|Sure. What's the order number, please?",
                    "C:It's {order}.|Yes, {order}.",
                    "T:find_order order={order}",
                    "A:Thank you. Your {product} left our warehouse on {day}. It is with the carrier now.",
                    "C:And when does it arrive?|So when will it get here?",
                    "X:The carrier says {day}, between nine in the morning and one in the afternoon. If nobody is at home they will leave a card.",
                    "C:Hold on, can they leave it with a neighbour?|Wait, I work that day. Can you change the date?",
                    "A:Yes. I've added a note for the driver.|I can. Would {day} suit you better?",
                    "C:Perfect.|Yes, that works for me.")),
            new Topic("booking-change", List.of(
                    "C:Hello, I need to change my booking. The reference is {reference}.|I'd like to move my booking, {reference}.",
                    "T:find_booking reference={reference}",
                    "A:I have your booking for {day}. What would you like to change?",
                    "C:I'd like to come two days later.|Could we make it {day} instead?",
                    "A:Let me see what is free. There is a place on {day} at half past ten.",
                    "C:Is there anything later in the day?|Half past ten is too early for me.",
                    "X:The next one is at a quarter past four. There is a change fee of {amount}, which I can add to your account or charge to the card.",
                    "C:Why is there a fee? Nobody told me about that.|Wait, I was told changes are free.",
                    "A:You are right, your ticket is flexible. I have removed the fee and moved your booking.",
                    "C:Okay, good.|Thank you, that's what I thought.")),
            new Topic("address-change", List.of(
                    "C:I've moved house and need to update my address.|I need to change the address on my account.",
                    "A:Happy to help. What is the new address?",
                    "C:It's {number} {street}.|{number} {street}, please.",
                    "A:I have {number} {street}. Is that right?",
                    "C:Yes, that's right.|Yes, and the same town as before.",
                    "T:update_address street={number} {street}",
                    "X:Done. All future orders will go there, and your next invoice, which is due on {day}, will be sent to the new address as well.",
                    "C:Sorry, what about the order that's already on its way?|And my open order, {order}?",
                    "A:That one has not left yet, so I changed it too.")),
            new Topic("internet-down", List.of(
                    "C:My internet has been down since this morning.|Hi, my router keeps dropping the connection.",
                    "A:I'm sorry about that. Which lights are on at the router?",
                    "C:The power light is green and the other one is blinking red.|Only the first one. The rest are off.",
                    "T:line_test account={account}",
                    "X:Thank you. I've tested your line and it looks fine up to the house. Please unplug the router, wait for thirty seconds, and then",
                    "C:I did that already. Twice.|I've tried that three times, it doesn't help.",
                    "A:Understood. Then the router itself may be faulty. I can send you a new one today.",
                    "C:How long does that take?|When would it be here?",
                    "A:It arrives on {day}. You can return the old one in the same box.")),
            new Topic("billing", List.of(
                    "C:I think I've been charged twice this month.|There's a charge of {amount} on my card that I don't know.",
                    "A:Let me check your account. Can you tell me the last four digits of the card?",
                    "C:Four two {digits}.|It ends in {digits}.",
                    "T:list_charges account={account}",
                    "A:I can see two charges of {amount}, both on {day}.",
                    "C:Exactly, and I only bought one {product}.|Right, and one of them is wrong.",
                    "X:It looks as if the first payment timed out and was repeated. The bank usually releases such a charge by itself within seven to ten days, but",
                    "C:I can't wait ten days for that.|No, I need that money now. Can I speak to a person?",
                    "A:I've reversed it by hand. You will see it tomorrow.")),
            new Topic("cancel-subscription", List.of(
                    "C:I want to cancel my subscription.|Hi, please cancel my plan. I don't use it any more.",
                    "A:I'm sorry to see you go. May I ask why?",
                    "C:It's too expensive for what I use.|We're moving abroad in two weeks.",
                    "X:I see. I can offer you three months at half price, and you would keep your current plan with everything that",
                    "C:No thank you. Just cancel it, please.|I've made up my mind. Please cancel it.",
                    "T:cancel_plan account={account}",
                    "A:It is cancelled. You can use it until {day}, and nothing more will be charged.",
                    "C:Can I have that in writing?|Do I get a confirmation?",
                    "A:I've just sent it to your email.")),
            new Topic("appointment", List.of(
                    "C:I'd like to make an appointment for a repair.|My {product} needs a repair. When can you come?",
                    "A:Certainly. Which day suits you?",
                    "C:{day} would be good.|Any time on {day}.",
                    "T:free_slots day={day}",
                    "A:On {day} I have nine o'clock, half past eleven, or three in the afternoon.",
                    "C:Half past eleven, please.|Three, please.",
                    "X:Booked. The engineer will call you about half an hour before. Please make sure that somebody over eighteen is at home and that",
                    "C:Can it be my neighbour? I might be late.|Wait, does it cost anything?",
                    "A:That is fine. I've noted it.|It's under warranty, so it's free.")),
            new Topic("complaint", List.of(
                    "C:I've called three times about order {order} and nobody helps me.|This is the third time I'm calling. I want to speak to a human.",
                    "A:I'm really sorry about that. I'd like to sort it out now. What happened?",
                    "C:You sent the wrong {product} and now you want me to pay for the return.",
                    "X:Thank you for telling me. You don't have to pay for that. I can send you a return label, and as soon as we",
                    "C:No. I want to talk to a real person.|Stop. Just put me through to somebody.",
                    "A:Of course. I'm connecting you with a colleague.",
                    "T:escalate_to_human reason=caller asked for a person after {digits} failed attempts",
                    "A:Please stay on the line.")),
            new Topic("password", List.of(
                    "C:I can't log in to my account.|It says my password is wrong, but I'm sure it's right.",
                    "A:I can help with that. Is {account} your customer number?",
                    "C:Yes, that's me.|Yes, it is.",
                    "T:send_reset_link account={account}",
                    "A:I've sent a link to the email we have. Can you see it?",
                    "C:Not yet. Oh, there it is.|It's in the spam folder. Got it.",
                    "A:Good. Follow it and choose a new password.",
                    "C:Done, I'm in.|It works now.")));

    private Topics() {}
}
