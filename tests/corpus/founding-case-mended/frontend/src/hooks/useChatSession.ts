import { useEffect, useRef, useState } from 'react'

const DEFAULT_WS_URL = 'ws://localhost:8000/api/chat/ws'

export type ChatStatus = 'connecting' | 'open' | 'closed' | 'error'

export interface ChatMessage {
  role: 'student' | 'tutor'
  text: string
}

interface ChatOptions {
  url?: string
}

export function useChatSession(options: ChatOptions = {}) {
  const [status, setStatus] = useState<ChatStatus>('connecting')
  const [messages, setMessages] = useState<ChatMessage[]>([])
  const socketRef = useRef<WebSocket | null>(null)
  const url = options.url ?? import.meta.env.VITE_WS_URL ?? DEFAULT_WS_URL

  useEffect(() => {
    const socket = new WebSocket(url)
    socketRef.current = socket

    socket.onopen = () => setStatus('open')
    socket.onclose = () => setStatus('closed')
    socket.onmessage = (event) => {
      setMessages((earlier) => [...earlier, JSON.parse(event.data)])
    }
    socket.onerror = (event) => {
      console.error('The chat connection failed', socket.url, event)
      setStatus('error')
    }

    return () => socket.close()
  }, [url])

  function ask(text: string) {
    setMessages((earlier) => [...earlier, { role: 'student', text }])
    socketRef.current?.send(JSON.stringify({ text }))
  }

  return { status, messages, ask }
}
