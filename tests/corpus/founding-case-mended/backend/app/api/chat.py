import logging

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from app.config import settings

logger = logging.getLogger(__name__)

router = APIRouter(prefix="/api/chat")


@router.websocket("/ws")
async def chat(websocket: WebSocket) -> None:
    origin = websocket.headers.get("origin")
    if origin not in settings.get_cors_origins_list():
        logger.warning("websocket_rejected_invalid_origin: %s", origin)
        await websocket.close(code=1008)
        return
    await websocket.accept()
    try:
        while True:
            question = await websocket.receive_json()
            await websocket.send_json({"role": "tutor", "text": f"Let us look at {question['text']} together."})
    except WebSocketDisconnect:
        return
