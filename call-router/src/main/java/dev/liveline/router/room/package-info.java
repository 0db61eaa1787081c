/// Rooms in which callers meet people, as plain data and functions: no clock, no Redis, no Twilio. Start at
/// [dev.liveline.router.room.Room], then [dev.liveline.router.room.Finding] (what is to be done about a room).
@NullMarked
package dev.liveline.router.room;

import org.jspecify.annotations.NullMarked;
