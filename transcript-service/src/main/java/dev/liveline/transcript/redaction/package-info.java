/// Taking what is sensitive out of words before anything is stored or sent. Pure; start at
/// [dev.liveline.transcript.redaction.Redaction].
@NullMarked
package dev.liveline.transcript.redaction;

import org.jspecify.annotations.NullMarked;
