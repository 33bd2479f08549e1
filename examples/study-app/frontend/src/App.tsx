import { useEffect, useState } from 'react'

import { useChatSession } from './hooks/useChatSession'

const API_URL = import.meta.env.VITE_API_URL ?? 'http://localhost:8000'

interface Material {
  id: number
  title: string
}

export function App() {
  const [materials, setMaterials] = useState<Material[]>([])
  const { status, messages, ask } = useChatSession()

  useEffect(() => {
    fetch(`${API_URL}/api/materials`, { credentials: 'include' })
      .then((response) => response.json())
      .then(setMaterials)
      .catch((error) => console.error('The materials could not be loaded', error))
  }, [])

  return (
    <main>
      <p>Tutor: {status}</p>
      <ul>
        {materials.map((material) => (
          <li key={material.id}>
            <button onClick={() => ask(material.title)}>{material.title}</button>
          </li>
        ))}
      </ul>
      {messages.map((message, index) => (
        <p key={index}>
          {message.role}: {message.text}
        </p>
      ))}
    </main>
  )
}
