/// Commands to live calls as plain data and functions. Start at [dev.liveline.router.command.CommandForm] (what somebody asks), then
/// [dev.liveline.router.command.Course] (which one side effect that is, for which kind of call).
@NullMarked
package dev.liveline.router.command;

import org.jspecify.annotations.NullMarked;
