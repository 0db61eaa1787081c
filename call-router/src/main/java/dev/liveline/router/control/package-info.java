/// What is done to calls that live, and calls we place. Start at [dev.liveline.router.control.CommandDesk].
@NullMarked
package dev.liveline.router.control;

import org.jspecify.annotations.NullMarked;
