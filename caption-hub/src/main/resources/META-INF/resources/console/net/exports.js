// Transcripts as files. They are fetched with the token in a header and saved from memory: no address ever holds either.

const TYPES = {vtt: 'text/vtt', srt: 'application/x-subrip', txt: 'text/plain', json: 'application/json'};

export async function saveTranscript(session, callId, format) {
  const response = await session.open(`/calls/${encodeURIComponent(callId)}/transcript?format=${format}`,
    {headers: {Accept: TYPES[format]}});
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `call-${callId}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
