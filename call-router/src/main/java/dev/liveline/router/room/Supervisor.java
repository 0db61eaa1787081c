package dev.liveline.router.room;

/// A supervisor's leg in a room, or on its way there.
///
/// @param by      whose it is: the person's name
/// @param callSid Twilio's id of the leg
public record Supervisor(String by, String callSid) {}
