from fastapi import APIRouter, WebSocket, WebSocketDisconnect

router = APIRouter(prefix="/api/chat")


@router.websocket("/ws")
async def chat(websocket: WebSocket) -> None:
    await websocket.accept()
    try:
        while True:
            question = await websocket.receive_json()
            await websocket.send_json({"role": "tutor", "text": f"Let us look at {question['text']} together."})
    except WebSocketDisconnect:
        return
