/// The dry run of an assistant that is already at Vapi: would a call with it work? Start with [dev.liveline.admin.check.Checks].
package dev.liveline.admin.check;
