// One connection to one other window. Both may ask anew at any time; the polite one gives way.
// A watcher only receives: its side of every connection is recvonly, and the server sees to that.

export type Say = (word: Word) => void;
export interface Word {
  readonly description?: RTCSessionDescriptionInit;
  readonly candidate?: RTCIceCandidateInit | null;
}

export class Call {
  readonly connection: RTCPeerConnection;
  private making = false;
  private ignoring = false;
  private senders: RTCRtpSender[] = [];

  constructor(
    private readonly polite: boolean,
    relays: string[],
    private readonly say: Say,
    seen: (stream: MediaStream) => void,
  ) {
    // No server outside is asked: without relays only addresses within the own network are tried.
    this.connection = new RTCPeerConnection({ iceServers: relays.map((urls) => ({ urls })) });
    this.connection.onicecandidate = ({ candidate }) => this.say({ candidate: candidate?.toJSON() ?? null });
    this.connection.onnegotiationneeded = () => void this.offer();
    this.connection.ontrack = ({ track, streams }) => seen(streams[0] ?? new MediaStream([track]));
    this.connection.onconnectionstatechange = () => {
      if (this.connection.connectionState === "failed") this.connection.restartIce();
    };
  }

  /** Ask to receive without sending anything. */
  watch(): void {
    this.connection.addTransceiver("video", { direction: "recvonly" });
    this.connection.addTransceiver("audio", { direction: "recvonly" });
  }

  /** Send these tracks, and no others. */
  send(stream: MediaStream | null): void {
    for (const sender of this.senders) this.connection.removeTrack(sender);
    this.senders = stream ? stream.getTracks().map((track) => this.connection.addTrack(track, stream)) : [];
  }

  private async offer(): Promise<void> {
    try {
      this.making = true;
      await this.connection.setLocalDescription();
      this.say({ description: this.connection.localDescription!.toJSON() as RTCSessionDescriptionInit });
    } finally {
      this.making = false;
    }
  }

  /** Hear a word; where it asks for a connection, answer with the own stream. */
  async hear(word: Word, stream: MediaStream | null): Promise<void> {
    if (word.description) return this.describe(word.description, stream);
    try {
      await this.connection.addIceCandidate(word.candidate ?? undefined);
    } catch (error) {
      if (!this.ignoring) throw error;
    }
  }

  private async describe(description: RTCSessionDescriptionInit, stream: MediaStream | null): Promise<void> {
    const clash = description.type === "offer" && (this.making || this.connection.signalingState !== "stable");
    this.ignoring = !this.polite && clash;
    if (this.ignoring) return;
    await this.connection.setRemoteDescription(description);
    if (description.type !== "offer") return;
    if (stream && !this.senders.length) this.send(stream);
    await this.connection.setLocalDescription();
    this.say({ description: this.connection.localDescription!.toJSON() as RTCSessionDescriptionInit });
  }

  close(): void {
    this.connection.close();
  }
}
