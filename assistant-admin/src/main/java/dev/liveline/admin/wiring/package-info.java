/// What Liveline needs of assistants and numbers, put in from configuration where a document says nothing else. Pure.
package dev.liveline.admin.wiring;
